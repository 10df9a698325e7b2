namespace CometAdTag.Service.Doctor;

/// <summary>Whether a page may read an answer of the service.</summary>
internal static class CrossOrigin
{
    /// <summary>What keeps the page from it; null where nothing does.</summary>
    public static string? Problem(Answer answer, string allowed)
    {
        string[] values = [.. answer.Headers["Access-Control-Allow-Origin"]];
        return values switch
        {
            [var only] when only == allowed => null,
            [] => "Access-Control-Allow-Origin is missing",
            [var other] => $"Access-Control-Allow-Origin is {other}, not {allowed}",
            _ => $"Access-Control-Allow-Origin is there {values.Length} times",
        };
    }
}
