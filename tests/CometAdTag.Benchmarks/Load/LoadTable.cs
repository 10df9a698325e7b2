using System.Text;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What a run says: a line of progress now and then, and a table at its end.</summary>
internal sealed partial class LoadTable(LoadOptions options, ServerWatch server)
{
    private readonly long memoryBefore = server.Memory;
    private readonly StringBuilder rows = new();
    private readonly List<double> rates = [];
    private long memoryAtFirst, cameAt;
    private double cpuAtFirst;
    private Report atFirst = new();
    private (int Now, int Later)? fired;

    public static string Progress(double seconds, Report before, Report now) => Line(
        $"{seconds,6:N0} s: {now[Report.Now]:N0} open, {now[Report.Pushes]:N0} pushes (+{now[Report.Pushes] - before[Report.Pushes]:N0}), {now[Report.Acknowledged]:N0} of {now[Report.Sent]:N0} receipts acknowledged, {Lateness(now)}{Bad(now)}");

    public void AllCame(Report report, double seconds)
    {
        Row("pages that came", $"{report[Report.Opened]:N0} of {options.Pages:N0} in {seconds:N1} s");
        (atFirst, cameAt) = (report, Moment.Now);
        (memoryAtFirst, cpuAtFirst) = (server.Memory, server.Cpu);
    }

    public void Held(Report report)
    {
        var seconds = (double)(Moment.Now - cameAt) / Moment.Second;
        var pushes = report[Report.Pushes] - atFirst[Report.Pushes];
        Row("held for", $"{seconds:N0} s, {report[Report.Now]:N0} open at the end");
        Row("overdue by a second or more at the end", $"{report[Report.Overdue]:N0}");
        Row("pushes while held", $"{pushes:N0}, {pushes / seconds:N0} a second");
        if (server.IsBlind) return;
        Row("server's CPU while held", $"{(server.Cpu - cpuAtFirst) / seconds:P0} of a core");
        var memory = server.Memory;
        Row("server's resident memory", $"{memoryBefore / 1024.0:N0} MB before, {memoryAtFirst / 1024.0:N0} MB when all had come, {memory / 1024.0:N0} MB at the end");
        Row("kB a page", $"{(double)(memory - memoryBefore) / options.Pages:N1}");
    }

    public void Fired((int Now, int Later) slots) => fired = slots;

    /// <summary>Says what became of the event that was posted last.</summary>
    public void EventIsOver(Report report)
    {
        if (fired is not { } slots) return;
        var times = report.Histogram(Report.Event);
        var rate = times.Count * (double)Moment.Second / Math.Max(1, times.Max);
        if (times.Count > 0) rates.Add(rate);
        Console.WriteLine(Line(
            $"  event: {slots.Now:N0} slots rotate and {slots.Later:N0} wait; {times.Count:N0} pushes came: first {Ms(times.Count == 0 ? 0 : times.Min)}, median {Ms(times.Quantile(0.5))}, last {Ms(times.Max)}: {rate:N0} a second"));
        fired = null;
    }

    /// <summary>Prints it, and gives the code with which the program ends.</summary>
    public int Print(Report report)
    {
        Row("hello to first creative", Times(report.Histogram(Report.FirstAd)));
        Row("pushes", $"{report[Report.Pushes]:N0}, and passbacks {report.SumOf(Report.Empty):N0}{Reasons(report, Report.Empty)}");
        Row("lateness of the timer's pushes whose interval began after all had come", Times(report.Histogram(Report.Lateness)));
        AddStorm(report);
        if (rates.Count > 0) Row("pushes a second by event", $"median {Median(rates):N0} of {string.Join(", ", rates.Select(rate => Line($"{rate:N0}")))}");
        if (options.Withdraw) Row("withdrawal: blanked", Times(report.Histogram(Report.Withdrawn)));
        if (options.Withdraw) Row("withdrawal: replaced", Times(report.Histogram(Report.Replaced)));
        Row("receipts", $"{report[Report.Sent]:N0} sent, {report[Report.Acknowledged]:N0} acknowledged, {report.SumOf(Report.ReceiptRefused):N0} refused{Reasons(report, Report.ReceiptRefused)}, {Unsettled(report):N0} not settled");
        Row("receipt to its acknowledgement", Times(report.Histogram(Report.Ack)));
        Row("refused, to come later", $"{report.SumOf(Report.Refused):N0}{Reasons(report, Report.Refused)}");
        Row("closed by the service", $"{report.SumOf(Report.Closed):N0}{Reasons(report, Report.Closed)}");
        Row("lost", $"{report.SumOf(Report.Lost):N0}{Reasons(report, Report.Lost)}");
        Row("came back", $"{report[Report.CameBack]:N0}");
        if (options.Lives) Row("visits", $"{report[Report.Visits]:N0}; {report[Report.Hidden]:N0} times hidden, {report[Report.Offline]:N0} times without a network; {report[Report.Kept]:N0} receipts are with pages that are hidden or without a network now");
        Row("this tool's own CPU", $"{report[Report.Cpu] / 1000.0:N1} s in {options.Processes} of its processes");
        Console.WriteLine($"\n| {options.Pages:N0} pages, {options.Transport}, {options.Profile} | |\n| --- | --- |\n{rows}");
        return IsGood(report) ? 0 : 1;
    }

    /// <summary>A receipt that was sent again, since its acknowledgement was lost, is a duplicate: the service has it.</summary>
    private bool IsGood(Report report) =>
        report[Report.Opened] == options.Pages && report.Histogram(Report.StormIn).Count == options.Storm && report.SumOf(Report.Lost) + report.SumOf(Report.Closed) + report[Report.GivenUp] == 0
        && Unsettled(report) == 0 && report.Of(Report.ReceiptRefused).All(each => each.Which == Report.Duplicate);

    private static long Unsettled(Report report) => report[Report.Waiting] + report[Report.Unsettled];

    private void Row(string what, FormattableString value) => Row(what, FormattableString.Invariant(value));

    private void Row(string what, string value) => rows.AppendLine($"| {what} | {value} |");

    private static string Line(FormattableString text) => FormattableString.Invariant(text);

    private static string Lateness(Report report) => report.Histogram(Report.Lateness) is { Count: > 0 } late ? $"late p99 {Ms(late.Quantile(0.99))}" : "no timer yet";

    private static string Bad(Report report) =>
        string.Concat(new[] { Report.Refused, Report.StormRefused, Report.Closed, Report.Lost }.Where(bad => report.SumOf(bad) > 0).Select(bad => Line($", {report.SumOf(bad):N0} {bad}")));

    private static string Times(Histogram times) =>
        times.Count == 0 ? "none" : Line($"p50 {Ms(times.Quantile(0.5))}, p99 {Ms(times.Quantile(0.99))}, max {Ms(times.Max)} (first {Ms(times.Min)}; {times.Count:N0})");

    private static string Reasons(Report report, string of) =>
        report.SumOf(of) == 0 ? "" : $" ({string.Join(", ", report.Of(of).Select(each => Line($"{each.Which} {each.Count:N0}")))})";

    private static string Ms(long time) => Line($"{time / (double)Moment.Millisecond:0.0} ms");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
