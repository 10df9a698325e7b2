using System.Globalization;

namespace CometAdTag.Benchmarks.Load;

/// <summary>What it says of a storm.</summary>
internal sealed partial class LoadTable
{
    private long goneBefore, goneAfter, overdue;

    public void StormBegins(Report report) => goneBefore = Gone(report);

    public void StormIsOver(Report report) => (goneAfter, overdue) = (Gone(report), report[Report.Overdue]);

    private static long Gone(Report report) => report.SumOf(Report.Lost) + report.SumOf(Report.Closed);

    private void AddStorm(Report report)
    {
        if (options.Storm == 0) return;
        var came = report.Histogram(Report.StormIn);
        Row("storm: pages that came in", $"{came.Count:N0} of {options.Storm:N0}");
        Row("storm: from its beginning until a page was in", Times(came));
        Row("storm: refused, to come later", $"{report.SumOf(Report.StormRefused):N0}{Reasons(report, Report.StormRefused)}");
        Row("storm: how often a page was refused", HowOften(report));
        Row("storm: told to come again after", Times(report.Histogram(Report.RetryAfter)));
        Row("storm: lateness of the timer's pushes to those inside meanwhile", Times(report.Histogram(Report.StormLateness)));
        Row("storm: lost or closed meanwhile", $"{goneAfter - goneBefore:N0}; {overdue:N0} pushes overdue by a second or more at its end");
    }

    private static string HowOften(Report report) => string.Join(", ", report.Of(Report.StormRefusals)
        .OrderBy(each => int.Parse(each.Which, CultureInfo.InvariantCulture)).Select(each => Line($"{each.Which}: {each.Count:N0} pages")));
}
