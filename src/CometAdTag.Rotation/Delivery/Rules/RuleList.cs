using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>The delivery rules of a creative or channel, made ready: <c>and</c> binds tighter than <c>or</c>, and the first row's word counts for nothing.</summary>
internal sealed class RuleList
{
    private readonly ImmutableArray<DeliveryRule> written;
    private readonly RuleRow[] rows;
    private readonly bool isReadable;

    public RuleList(ImmutableArray<DeliveryRule> written, RuleRow[] rows)
    {
        (this.written, this.rows) = (written, rows);
        isReadable = Array.TrueForAll(rows, row => row.Problem is null);
        foreach (var row in rows) Asks |= row.Asks;
    }

    public PageFactKinds Asks { get; }

    /// <summary>The first row that cannot be read, and why; null where all can.</summary>
    public string? Problem
    {
        get
        {
            var first = Array.FindIndex(rows, row => row.Problem is not null);
            return first < 0 ? null : $"row {first + 1}: {rows[first].Problem}";
        }
    }

    /// <summary>The answer for a creative: where a row takes too long, nothing passes.</summary>
    public bool Allows(RuleSight sight)
    {
        try
        {
            return Passes(sight);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>A list with a row that cannot be read, or that asks for what is not known of the page, lets nothing pass.</summary>
    /// <exception cref="RegexMatchTimeoutException">A regular expression takes too long; not even its opposite may pass then.</exception>
    public bool Passes(RuleSight sight)
    {
        if (!isReadable || (Asks & ~sight.Facts.Known) != PageFactKinds.None) return false;
        var all = true;
        for (var i = 0; i < rows.Length; i++)
        {
            if (i > 0 && written[i].Logical == "or")
            {
                if (all) return true;
                all = true;
            }
            all = all && rows[i].Test(sight);
        }
        return all;
    }

    public ImmutableArray<RuleVerdict> Explain(RuleSight sight) => [.. rows.Select((row, i) => Explain(row, i, sight))];

    private RuleVerdict Explain(in RuleRow row, int place, RuleSight sight)
    {
        var unknown = row.Asks & ~sight.Facts.Known;
        var problem = row.Problem ?? (unknown == PageFactKinds.None ? null : $"not known of this page: {unknown}");
        try
        {
            return new(place + 1, written[place], problem is null && row.Test(sight), problem);
        }
        catch (RegexMatchTimeoutException)
        {
            return new(place + 1, written[place], false, "the regular expression takes too long");
        }
    }
}
