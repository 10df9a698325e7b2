using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Benchmarks.Receipts;

/// <summary>
/// Receipts a second that are durable when they are acknowledged: the service on one core, its pages on the other. In turn with it, in the same
/// run: a server that keeps nothing, and a program that inserts the same rows and does nothing else.
/// </summary>
internal sealed class ReceiptsRun : IDisposable
{
    public const string Name = "receipts", What = "keeping receipts, and acknowledging them when they are durable (--small: a few, to try it)";

    private readonly ReceiptsSize size;
    private readonly string folder = Directory.CreateTempSubdirectory("cometadtag-receipts-").FullName;
    private readonly ReceiptMaker receipts;
    private readonly MeasuredServer service, bare;
    private readonly CancellationTokenSource bound = new(TimeSpan.FromMinutes(5));
    private long acknowledged;

    private ReceiptsRun(ReceiptsSize size)
    {
        this.size = size;
        Core.Take(1);
        var secret = RandomNumberGenerator.GetBytes(32);
        Directory.CreateDirectory(Path.Combine(folder, "data", "keys"));
        File.WriteAllBytes(Path.Combine(folder, "data", "keys", "1.key"), secret);
        File.WriteAllText(Path.Combine(folder, "feed.json"), Feed);
        receipts = new(secret);
        service = new("CometAdTag.Service.dll", "/health/ready", url =>
        [
            $"--Urls={url}", $"--Data:Path={folder}/data", $"--AdServer:Feed:Location={folder}/feed.json",
            "--Pages:RequestsPerAddress=0", "--Pages:HellosPerSecond=0", "--Pages:AckWithin=00:00:00", "--Logging:LogLevel:Default=Warning",
        ]);
        bare = new("CometAdTag.Benchmarks.dll", "/", url => [BareServer.Command, url]);
    }

    private static string Feed => $$"""
        { "version": 1, "generatedAt": "2026-11-22T00:00:00Z", "timeZone": "UTC", "adServer": { "name": "benchmark" },
          "websites": [ { "id": "paper", "name": "The paper", "origins": ["{{ReceiptMaker.Origin}}"] } ],
          "zones": [ { "id": "0", "website": "paper", "name": "Top", "width": 300, "height": 250 } ],
          "channels": [], "campaigns": [], "creatives": [], "links": [] }
        """;

    public static async Task<int> Run(bool isSmall)
    {
        using var run = new ReceiptsRun(isSmall ? ReceiptsSize.Small : ReceiptsSize.Full);
        await run.service.Ready(run.bound.Token);
        await run.bare.Ready(run.bound.Token);
        await run.Compare();
        return 0;
    }

    public void Dispose()
    {
        service.Dispose();
        bare.Dispose();
        bound.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Compare()
    {
        // The first round has the code compiled
        foreach (var server in (MeasuredServer[])[service, bare]) _ = (await BySocket(server), await ByPost(server));
        Console.WriteLine("| round | by connection | of the bare server's | rows a commit | of plain inserts | by POST of one | of the bare server's | rows a commit | of plain inserts |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (var round = 1; round <= size.Rounds; round++)
        {
            var (socket, bareSocket) = (await BySocket(service), await BySocket(bare));
            var (post, barePost) = (await ByPost(service), await ByPost(bare));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {round} | {Cells(socket, bareSocket)} | {Cells(post, barePost)} |"));
        }
        service.Dispose();
        Check();
    }

    private string Cells(Speed speed, Speed bareSpeed)
    {
        var plain = PlainInsert.Run(folder, [.. Enumerable.Range(0, size.PlainRows).Select(_ => receipts.Impression().Id)], speed.RowsACommit);
        return string.Create(CultureInfo.InvariantCulture,
            $"{speed.PerSecond:N0} | {speed.PerSecond / bareSpeed.PerSecond:P0} of {bareSpeed.PerSecond:N0} | {speed.RowsACommit} | {speed.PerSecond / plain:P0} of {plain:N0}");
    }

    private Task<Speed> BySocket(MeasuredServer server) =>
        Report(server, size.Sockets, () => new SocketPage(server.Port), () => [.. Enumerable.Range(1, size.ReceiptsASocket).Select(receipts.Frame)]);

    private Task<Speed> ByPost(MeasuredServer server) =>
        Report(server, size.Posters, () => new PostPage(server.Port), () => [.. Enumerable.Range(0, size.PostsAPoster).Select(_ => receipts.Post($"127.0.0.1:{server.Port}"))]);

    private async Task<Speed> Report(MeasuredServer server, int count, Func<IReportingPage> make, Func<byte[][]> receiptsOfOne)
    {
        IReportingPage[] pages = [.. Enumerable.Range(0, count).Select(_ => make())];
        foreach (var page in pages) await page.Open(bound.Token);
        byte[][][] sent = [.. pages.Select(_ => receiptsOfOne())];
        var speed = await Measure(server, sent.Sum(some => some.Length), pages.Zip(sent, (page, some) => (Func<Task>)(() => page.Report(some, bound.Token))));
        foreach (var page in pages) page.Dispose();
        return speed;
    }

    private async Task<Speed> Measure(MeasuredServer server, int count, IEnumerable<Func<Task>> reports)
    {
        var before = server == service ? await server.Commits(bound.Token) : 0;
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(reports.Select(report => report()));
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        if (server != service) return new(count / seconds, 0);
        acknowledged += count;
        return new(count / seconds, (int)(count / (await server.Commits(bound.Token) - before)));
    }

    /// <summary>Each receipt that was acknowledged is a row.</summary>
    private void Check()
    {
        var rows = Directory.GetFiles(Path.Combine(folder, "data", "ledger"), "*.db").Sum(file =>
        {
            using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
            connection.Open();
            using var count = connection.CreateCommand();
            count.CommandText = "SELECT count(*) FROM receipts";
            return (long)count.ExecuteScalar()!;
        });
        if (rows != acknowledged) throw new InvalidOperationException($"{acknowledged} receipts were acknowledged, the ledger has {rows} rows.");
    }

    private readonly record struct Speed(double PerSecond, int RowsACommit);
}
