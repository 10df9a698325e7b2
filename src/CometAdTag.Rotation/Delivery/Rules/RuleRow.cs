namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>Whether what is seen of a page passes one row.</summary>
internal delegate bool RuleTest(RuleSight sight);

/// <summary>One row made ready: its test and what that asks for; or the problem, in words, where the row cannot be read.</summary>
internal readonly record struct RuleRow(RuleTest Test, PageFactKinds Asks, string? Problem)
{
    public static RuleRow Unreadable(string problem) => new(static _ => false, PageFactKinds.None, problem);

    public static RuleRow UnknownOperator(string comparison, string known) => Unreadable($"the operator {comparison} is none of {known}");

    /// <summary>A row without data lets everything pass.</summary>
    public static RuleRow Everything { get; } = new(static _ => true, PageFactKinds.None, null);
}
