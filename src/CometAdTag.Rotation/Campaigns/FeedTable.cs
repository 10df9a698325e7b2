using System.Collections.Frozen;

namespace CometAdTag.Rotation.Campaigns;

/// <summary>What one section of the feed holds, by id: an id that is there twice and a reference to none are errors.</summary>
internal sealed class FeedTable<T>(string kind) where T : class
{
    private readonly Dictionary<string, T> rows = new(StringComparer.Ordinal);

    public IEnumerable<T> All => rows.Values;

    public void Add(FeedObject from, string id, T row)
    {
        if (id.Length > 0 && !rows.TryAdd(id, row)) from.Wrong("id", $"{FeedErrors.Quote(id)} is there twice");
    }

    /// <summary>The row that the member names; null, and an error, where there is none.</summary>
    public T? Named(FeedObject by, string member)
    {
        var id = by.Id(member);
        if (id.Length == 0) return null;
        if (!rows.TryGetValue(id, out var row)) by.Wrong(member, $"no {kind} has the id {FeedErrors.Quote(id)}");
        return row;
    }

    public FrozenDictionary<string, T> Freeze() => rows.ToFrozenDictionary(StringComparer.Ordinal);
}
