using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Tests.Load;

/// <summary>What a ledger's files hold. It reads copies, since who opens the files themselves does what the next start should have to do.</summary>
internal sealed class LedgerOnDisk
{
    private const string Series = "SELECT campaign, creative,";

    /// <summary>By impression and stage: the campaign and the creative it is kept under.</summary>
    public Dictionary<(ImpressionId, Stage), (string Campaign, string Creative)> Rows { get; } = [];

    /// <summary>By campaign and creative.</summary>
    public Dictionary<(string Campaign, string Creative), Tally> Counts { get; } = [];

    public static LedgerOnDisk Of(string folder)
    {
        using var copies = new TempFolder();
        foreach (var file in Directory.GetFiles(folder, "*.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(copies.Path, Path.GetFileName(file)));
        var ledger = new LedgerOnDisk();
        foreach (var (_, path) in DayFiles.In(copies.Path)) ledger.Read(path);
        return ledger;
    }

    /// <summary>Has all that was told to be kept, and nothing that was not sent, and each counted once.</summary>
    public void Holds(IReadOnlyCollection<SentReceipt> receipts)
    {
        var sent = receipts.Where(receipt => receipt.Tries > 0).Select(receipt => receipt.Key).ToHashSet();
        Assert.DoesNotContain(receipts, receipt => receipt.IsKept && !Rows.ContainsKey(receipt.Key));
        Assert.DoesNotContain(Rows.Keys, key => !sent.Contains(key));
        Assert.DoesNotContain(receipts, receipt => Rows.TryGetValue(receipt.Key, out var series) && series != (receipt.Ad.Campaign, receipt.Ad.Creative));
        foreach (var (series, counted) in Counts)
            Assert.Equal((Of(series, Stage.Rendered), Of(series, Stage.Viewable), Of(series, Stage.Clicked)), (counted.Rendered, counted.Viewable, counted.Clicks));
        Assert.Empty(Rows.Values.Except(Counts.Keys));
    }

    public long Of((string Campaign, string Creative) series, Stage stage) => Rows.LongCount(row => row.Key.Item2 == stage && row.Value == series);

    private void Read(string path)
    {
        using var file = new SqliteConnection($"Data Source={path};Pooling=False");
        file.Open();
        Assert.Equal("ok", Statement.Once(file, "PRAGMA integrity_check"));
        var rows = Statement.Many(file, $"{Series} id, stage FROM receipts JOIN series USING (series) WHERE stage <= {(int)Stage.Clicked}",
            row => ((ImpressionId.Read((byte[])row[2]), (Stage)row.GetInt32(3)), (row.GetString(0), row.GetString(1))));
        foreach (var (key, series) in rows) Rows.Add(key, series);
        Assert.Equal(FatesOf(file), CountedFatesOf(file));
        var counts = Statement.Many(file, $"{Series} sum(served), sum(rendered), sum(viewable), sum(clicks), sum(shown) FROM counts JOIN series USING (series) GROUP BY 1, 2",
            row => ((row.GetString(0), row.GetString(1)), new Tally(row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6))));
        foreach (var (series, tally) in counts) Counts[series] = Counts.GetValueOrDefault(series) + tally;
    }

    /// <summary>The fates of the impressions of a file by the rows that it has of each.</summary>
    private static IEnumerable<string> FatesOf(SqliteConnection file) =>
        from row in Statement.Many(file, "SELECT series, sum(1 << stage) FROM receipts GROUP BY id, series", row => (Series: row.GetInt64(0), Fate: Fates.Of(row.GetInt64(1))))
        where row.Fate is not Fate.None
        group row by row into same
        orderby same.Key
        select $"{same.Key} {same.Count()}";

    /// <summary>The same as they were counted.</summary>
    private static IEnumerable<string> CountedFatesOf(SqliteConnection file) =>
        from fate in Fates.Counted
        from row in Statement.Many(file, $"SELECT series, sum({Words.Of(fate)}) FROM counts GROUP BY series", row => (Series: row.GetInt64(0), Count: row.GetInt64(1)))
        where row.Count != 0
        orderby (row.Series, fate)
        select $"{(row.Series, Fate: fate)} {row.Count}";
}
