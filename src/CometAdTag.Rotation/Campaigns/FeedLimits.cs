using System.Collections.Immutable;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>What limits delivery: frequency caps and delivery rules.</summary>
internal static class FeedLimits
{
    private static readonly string[] Logicals = ["and", "or"];

    public static FrequencyCap Cap(FeedObject of) => of.Object("cap") is { } cap
        ? new(Count(cap, "total"), Count(cap, "session"), Count(cap, "seconds"))
        : default;

    public static ImmutableArray<DeliveryRule> Rules(FeedObject of, bool required = false) =>
        [.. (required ? of.RequiredObjects("rules") : of.Objects("rules")).Select(Rule)];

    private static DeliveryRule Rule(FeedObject item) => new(
        Logicals[item.Word("logical", Logicals)], NotEmpty(item, "type"), NotEmpty(item, "comparison"), item.Name("data"));

    private static string NotEmpty(FeedObject item, string member)
    {
        var text = item.RequiredText(member);
        if (text is "") item.Wrong(member, "is empty");
        return text ?? "";
    }

    private static int Count(FeedObject cap, string member) => (int)(cap.Whole(member, 0, int.MaxValue) ?? 0);
}
