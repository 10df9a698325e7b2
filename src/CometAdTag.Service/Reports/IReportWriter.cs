namespace CometAdTag.Service.Reports;

/// <summary>Writes a report in one format, row by row, into the buffer that it was made with.</summary>
internal interface IReportWriter
{
    void Begin();

    void Row(object?[] cells);

    void End();
}
