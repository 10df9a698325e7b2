using System.Collections.Frozen;
using System.Collections.Immutable;
using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Delivery.Rules;

/// <summary>Makes rows ready; the same rows are read once.</summary>
internal sealed class RuleReader(FrozenDictionary<string, Channel> channels)
{
    private const string Prefix = "deliveryLimitations:", ChannelType = "Site:Channel";

    private static readonly FrozenDictionary<string, Func<string, string, RuleRow>> Types =
        SiteRules.Types.Concat(TimeRules.Types).Concat(ClientRules.Types).Concat(GeoRules.Types).ToFrozenDictionary();

    private readonly Dictionary<ImmutableArray<DeliveryRule>, RuleList> lists = new(new SameRows());
    private readonly Dictionary<string, RuleList> channelLists = [];
    private readonly Dictionary<(string Type, string Comparison, string Data), RuleRow> rows = [];

    public RuleList Read(ImmutableArray<DeliveryRule> rules)
    {
        if (!lists.TryGetValue(rules, out var list)) lists[rules] = list = new(rules, [.. rules.Select(Row)]);
        return list;
    }

    private RuleRow Row(DeliveryRule rule) => TypeOf(rule) == ChannelType ? InChannels(rule.Comparison, rule.Data) : Plain(rule);

    /// <summary>A regular expression takes a third of a millisecond to make: the same row is read once.</summary>
    private RuleRow Plain(DeliveryRule rule)
    {
        var key = (TypeOf(rule), rule.Comparison, rule.Data);
        if (rows.TryGetValue(key, out var row)) return row;
        row = Types.TryGetValue(key.Item1, out var read) ? read(rule.Comparison, rule.Data) : RuleRow.Unreadable("no such type of rule is known here");
        return rows[key] = row;
    }

    private static string TypeOf(DeliveryRule rule) =>
        rule.Type.StartsWith(Prefix, StringComparison.Ordinal) ? rule.Type[Prefix.Length..] : rule.Type;

    private RuleRow InChannels(string comparison, string data)
    {
        if (comparison is not ("==" or "=~" or "!~")) return RuleRow.UnknownOperator(comparison, "==, =~, !~");
        if (data.Length == 0) return RuleRow.Everything;
        var ids = data.Split(',');
        if (Array.Find(ids, id => !channels.ContainsKey(id)) is { } unknown) return RuleRow.Unreadable($"there is no channel \"{unknown}\"");
        var named = Array.ConvertAll(ids, Channel);
        for (var i = 0; i < ids.Length; i++)
            if (named[i].Problem is { } problem) return RuleRow.Unreadable($"channel {ids[i]}: {problem}");
        RuleTest test = comparison switch
        {
            "==" => sight => Array.TrueForAll(named, sight.IsIn),
            "=~" => sight => Array.Exists(named, sight.IsIn),
            _ => sight => !Array.Exists(named, sight.IsIn),
        };
        return new(test, named.Aggregate(PageFactKinds.None, (asks, channel) => asks | channel.Asks), null);
    }

    /// <summary>A channel names no channels: that could go round in circles.</summary>
    private RuleList Channel(string id)
    {
        if (channelLists.TryGetValue(id, out var list)) return list;
        var rules = channels[id].Rules;
        return channelLists[id] = new(rules, [.. rules.Select(rule => TypeOf(rule) == ChannelType ? RuleRow.Unreadable("a channel cannot name channels") : Plain(rule))]);
    }

    private sealed class SameRows : IEqualityComparer<ImmutableArray<DeliveryRule>>
    {
        public bool Equals(ImmutableArray<DeliveryRule> x, ImmutableArray<DeliveryRule> y) => x.AsSpan().SequenceEqual(y.AsSpan());

        public int GetHashCode(ImmutableArray<DeliveryRule> obj) => obj.Aggregate(obj.Length, HashCode.Combine);
    }
}
