namespace CometAdTag.Service.Tests;

/// <summary>How long a test waits for what must happen; generous, since machines that test are busy.</summary>
internal static class Patience
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>Completes when the patience is at its end.</summary>
    public static Task Longest => Task.Delay(Bound, TimeProvider.System, CancellationToken.None);
}
