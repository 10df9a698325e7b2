namespace CometAdTag.Service.Tests;

public sealed class UrgencyTests : IDisposable
{
    private readonly Urgency urgency = new();

    public void Dispose() => urgency.Dispose();

    [Fact]
    public void What_can_wait_waits_while_anything_is_urgent_and_no_longer()
    {
        var patient = new Thread(urgency.LetGoFirst);
        urgency.Do(() =>
        {
            urgency.Do(patient.Start);
            Assert.True(SpinWait.SpinUntil(() => patient.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience.Bound));
        });

        Assert.True(patient.Join(Patience.Bound));
    }
}
