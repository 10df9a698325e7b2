namespace CometAdTag.Service.Tests;

/// <summary>How long a test waits for what must happen; generous, since machines that test are busy.</summary>
internal static class Patience
{
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>The same for a program that starts, which alone takes seconds of the processor.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(60);

    /// <summary>Completes when the patience is at its end.</summary>
    public static Task Longest => Task.Delay(Bound, TimeProvider.System, CancellationToken.None);
}
