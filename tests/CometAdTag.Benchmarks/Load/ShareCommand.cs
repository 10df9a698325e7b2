using System.Globalization;
using System.Text.Json;

namespace CometAdTag.Benchmarks.Load;

/// <summary>One process of a run: reads its share as a line of JSON, then one word a line of what it is to do.</summary>
internal static class ShareCommand
{
    public const string Name = "load-share", Report = "report", AllCame = "all-came", Storm = "storm", Event = "event", Withdraw = "withdraw", Quiet = "quiet", End = "end", Heard = "heard";

    public static int Run()
    {
        if (Console.ReadLine() is not { } text || JsonSerializer.Deserialize(text, LoadJson.Default.Share) is not { } share) return 2;
        using var loop = new LoadLoop(share);
        var hearing = new Thread(() => Hear(loop)) { IsBackground = true };
        hearing.Start();
        loop.Run();
        return 0;
    }

    private static void Hear(LoadLoop loop)
    {
        while (Console.ReadLine() is { } line) loop.Ask(Act(line));
        // Whoever asked is gone
        loop.Ask(loop => loop.IsOver = true);
    }

    private static Action<LoadLoop> Act(string line) => line.Split(' ') switch
    {
        [Report] => Say,
        [AllCame] => loop => loop.AllCameAt = loop.Now,
        [Storm] => loop => loop.Storm.Begin(loop.Now),
        [Event, var at] => loop => loop.BeginEvent(long.Parse(at, CultureInfo.InvariantCulture)),
        [Withdraw, var at] => loop => loop.WithdrawnAt = long.Parse(at, CultureInfo.InvariantCulture),
        [Quiet] => loop => loop.IsQuiet = true,
        [Heard] => _ => Console.WriteLine(),
        _ => loop => loop.IsOver = true,
    };

    private static void Say(LoadLoop loop) => Console.WriteLine(JsonSerializer.Serialize(loop.Report(), LoadJson.Default.Report));
}
