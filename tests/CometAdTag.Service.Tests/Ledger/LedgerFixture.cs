using System.Text;
using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Rotation.Wire;
using CometAdTag.Service.Ledger;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using CometAdTag.Service.Tests.Access;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CometAdTag.Service.Tests.Ledger;

using Ledger = CometAdTag.Service.Ledger.Ledger;

/// <summary>A real ledger in a folder of its own, on a clock that only tests turn.</summary>
internal sealed class LedgerFixture : IAsyncDisposable
{
    private readonly List<Ledger> opened = [];
    private int ids;

    public string Root { get; } = Directory.CreateTempSubdirectory("comet-ledger-").FullName;
    public string Folder => Path.Combine(Root, "ledger");
    public FakeTimeProvider Time { get; init; } = new(new(2026, 11, 22, 12, 0, 30, TimeSpan.Zero));
    public Instruments Instruments { get; } = new();
    public Logs Logs { get; } = new();

    public Task<Ledger> Open() => Open(handsOver: false);

    public async Task<Ledger> Open(bool handsOver, Action<Impression, Stage>? recorded = null)
    {
        var ledger = new Ledger(new DataFolder(Root), Time, Instruments, new Urgency(), NullLogger<Ledger>.Instance);
        opened.Add(ledger);
        if (recorded is not null) ledger.Here.TurnOn(recorded);
        if (handsOver) ledger.HandOver.TurnOn();
        await ledger.StartAsync(default);
        return ledger;
    }

    /// <summary>What is due now is rolled up and deleted.</summary>
    public async Task Keep(Ledger ledger, LedgerOptions? options = null, int times = 1)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(Logs));
        using var upkeep = new Upkeep(ledger, new Live<LedgerOptions>(options ?? new()), Time, Instruments, loggers.CreateLogger<Upkeep>());
        while (times-- > 0) await upkeep.Once(default);
    }

    /// <summary>A copy of the files as they are on disk now: what a process killed now would leave.</summary>
    public LedgerFixture AsKilledNow()
    {
        var killed = new LedgerFixture { Time = Time };
        Directory.CreateDirectory(killed.Folder);
        foreach (var file in Directory.GetFiles(Folder, "*.db*")) File.Copy(file, Path.Combine(killed.Folder, Path.GetFileName(file)));
        return killed;
    }

    public Impression Impression(
        string zone = "5", string campaign = "7", string creative = "70", Trigger trigger = Trigger.Initial, int index = 0, DateTimeOffset? at = null) =>
        new(ImpressionId.Create((at ?? Time.GetUtcNow()).ToUnixTimeMilliseconds(), (ulong)Interlocked.Increment(ref ids)),
            zone, campaign, creative, trigger, index);

    /// <summary>The ad server counted all of a batch.</summary>
    public static HandedRow[] AllCounted(HandOverBatch batch) => [.. batch.Rows.Select(row => new HandedRow(row.Key, new(row.Count, default, default)))];

    public LedgerRow Row(Impression impression, Stage stage, long shown = 0, EndedReason reason = EndedReason.None) =>
        new(impression, stage, Time.GetUtcNow().ToUnixTimeMilliseconds(), shown, reason);

    public LedgerRow Row(Stage stage, long shown = 0) => Row(Impression(), stage, shown);

    /// <summary>The names of the files, but for those that SQLite keeps beside them.</summary>
    public string[] Files() => [.. Directory.GetFiles(Folder, "*.db").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>Another program's connection to a day's file.</summary>
    public SqliteConnection Connect(string day = "2026-11-22") => ConnectTo($"ledger-{day}.db");

    public SqliteConnection ConnectTo(string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, file)};Pooling=False");
        connection.Open();
        return connection;
    }

    public long Ask(string sql, string day = "2026-11-22")
    {
        using var connection = Connect(day);
        return Statement.Once(connection, sql) as long? ?? 0;
    }

    public long AskRollups(string sql, string month = "2026-11")
    {
        using var connection = ConnectTo($"rollup-{month}.db");
        return Statement.Once(connection, sql) as long? ?? 0;
    }

    /// <summary>Takes what a day's file, or a month's, has since it counts fates out of it again: a file of an older version.</summary>
    public void ForgetFates(string file, params string[] tables)
    {
        using var connection = ConnectTo(file);
        foreach (var table in tables)
            foreach (var fate in Fates.Counted) Statement.Once(connection, $"ALTER TABLE {table} DROP COLUMN {Words.Of(fate)}");
    }

    public void Do(string sql, string day = "2026-11-22") => Ask(sql, day);

    public async ValueTask DisposeAsync()
    {
        foreach (var ledger in opened) await ledger.DisposeAsync();
        Directory.Delete(Root, recursive: true);
    }
}
