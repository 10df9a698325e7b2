namespace CometAdTag.Service.Reports;

/// <summary>A report has more rows than are answered.</summary>
internal sealed class ReportTooLargeException(int rows) : Exception(
    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"The report has more than {rows} rows; ask for a shorter time or fewer keys."));
