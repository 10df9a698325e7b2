namespace CometAdTag.Service.AdServer;

/// <summary>Says once what a pull could not take over, not with each pull again. What is mended and comes back is said again.</summary>
internal sealed class ReviveNotes(ILogger log)
{
    private const int Named = 100, Remembered = 10_000;

    private HashSet<string> said = [];

    public void Say(IReadOnlyList<string> notes)
    {
        var unsaid = notes.Where(note => !said.Contains(note)).ToList();
        foreach (var note in unsaid.Take(Named)) log.LogWarning("Ad server (revive-api): {Note}", note);
        if (unsaid.Count > Named) log.LogWarning("Ad server (revive-api): and {Count} more", unsaid.Count - Named);
        said = [.. notes.Take(Remembered)];
    }
}
