namespace CometAdTag.Service.Push;

/// <summary>How much the page asks for (R13).</summary>
internal sealed partial class Conversation
{
    private PushBudget budget = new(rotator.Clock.Monotonic);

    /// <summary>It asks for more creatives than anybody can look at.</summary>
    public bool IsTooActive => budget.IsSpent;
}
