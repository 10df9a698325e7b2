namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>How a text of the page, in lower case, is held against a row's data.</summary>
internal static class TextMatch
{
    private const string Operators = "==, !=, =~, !~, =x, !x";

    /// <summary>A row whose test asks for one text.</summary>
    public static RuleRow Row(string comparison, string data, PageFactKinds asks, Func<RuleSight, string> text)
    {
        if (Of(comparison, PhpText.Lower(data), out var problem) is not { } matches) return RuleRow.Unreadable(problem);
        return data.Length == 0 ? RuleRow.Everything : new(sight => matches(text(sight)), asks, null);
    }

    /// <summary>Null, with the problem, where the row cannot be read. The data is in lower case.</summary>
    public static Func<string, bool>? Of(string comparison, string data, out string problem)
    {
        problem = "";
        switch (comparison)
        {
            case "==": return text => PhpText.Same(text, data);
            case "!=": return text => !PhpText.Same(text, data);
            case "=~": return text => text.Contains(data, StringComparison.Ordinal);
            case "!~": return text => !text.Contains(data, StringComparison.Ordinal);
            case "=x" or "!x":
                if (SafeRegex.Read(data, out problem) is not { } regex) return null;
                return comparison == "=x" ? regex.Matches : text => !regex.Matches(text);
            default:
                problem = $"the operator {comparison} is none of {Operators}";
                return null;
        }
    }

    /// <summary>Whether the operator asks for something to be there: what is not there then fails, and else passes.</summary>
    public static bool IsPositive(string comparison) => comparison is "==" or "=~" or "=x" or "lt" or "gt" or "le" or "ge";

    /// <summary>Whether the value, in lower case, is an item of a list in lower case, commas between.</summary>
    public static bool IsListed(string value, string list) => $",{list},".Contains($",{value},", StringComparison.Ordinal);
}
