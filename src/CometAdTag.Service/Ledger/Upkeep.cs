using CometAdTag.Service.Settings;
using CometAdTag.Service.Telemetry;
using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>Rolls up each day when nothing of it can come any more, and deletes files past their time. All that it writes is written by the ledger's writer.</summary>
internal sealed class Upkeep(Ledger ledger, Live<LedgerOptions> options, TimeProvider time, Instruments instruments, ILogger<Upkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim one = new(1);

    /// <summary>What was said of each file, so that it is said once.</summary>
    private readonly Dictionary<string, string> said = [];

    /// <summary>Does all that is due now. What fails is logged and counted, and tried again the next time.</summary>
    public async Task Once(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            await Round(ct);
        }
        finally
        {
            one.Release();
        }
    }

    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            do await Once(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The service stops: what was not completed is done again by the next run
        }
    }

    private async Task Round(CancellationToken ct)
    {
        var (now, failing) = (time.GetUtcNow(), 0);
        foreach (var (day, path) in DayFiles.In(ledger.Folder).ToList())
            failing += await Try(path, () => LedgerTime.IsOver(day, now) ? Day(day, path, ct) : TakeBack(day));
        var oldest = LedgerTime.Day(now).AddDays(-options.Value.RollupDays);
        foreach (var (month, path) in RollupFiles.In(ledger.Folder).Where(file => file.Month.AddMonths(1) <= oldest).ToList())
            failing += await Try(path, () => Month(month, path));
        instruments.LedgerFilesFailing(failing);
    }

    /// <summary>1 where it failed, else 0.</summary>
    private async Task<int> Try(string path, Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (Exception e) when (e is LedgerUnavailableException or SqliteException or IOException or UnauthorizedAccessException)
        {
            if (Changed(path, e.Message)) logger.LogError("{Path} cannot be rolled up or deleted now: {Cause}", path, LedgerFailure.Cause(e));
            return 1;
        }
    }

    private async Task Day(DateOnly day, string path, CancellationToken ct)
    {
        if (!IsRolled(day) && !await Roll(day, ct)) return;
        if (day.AddDays(options.Value.RawDays) >= LedgerTime.Day(time.GetUtcNow())) return;
        if (Keeps(day, path) is { } reason)
        {
            if (Changed(path, reason)) logger.LogWarning("{Path} is kept although it is older than {Days} days: {Reason}", path, options.Value.RawDays, reason);
            return;
        }
        await ledger.DoBetween(day, files =>
        {
            files.Close(day);
            // Asked again where nobody else writes
            if (!Retention.IsHandedOver(path)) return;
            Retention.KeepHanded(ledger.Folder, day);
            Retention.Delete(path);
            ledger.HandOver.Emptied(day);
            logger.LogInformation("{Path} is rolled up, older than {Days} days, and deleted", path, options.Value.RawDays);
        });
    }

    /// <summary>A day that was rolled up while the clock was wrong is read from its own file again.</summary>
    private async Task TakeBack(DateOnly day)
    {
        if (!IsRolled(day)) return;
        await ledger.DoBetween(day, _ => ledger.Unknown(-Rolling.TakeBack(ledger.Folder, day)));
        logger.LogWarning("{Day:yyyy-MM-dd} was rolled up before it was over; has the clock been wrong?", day);
    }

    /// <summary>False where something of the day still waits to be written.</summary>
    private async Task<bool> Roll(DateOnly day, CancellationToken ct)
    {
        Rolling? rolling = null;
        try
        {
            await ledger.DoBetween(day, files =>
            {
                files.Close(day);
                if (!ledger.IsPending(day)) rolling = Rolling.Begin(ledger.Folder, day);
            });
            if (rolling is null) return false;
            for (var slice = 0; slice < Rolling.Slices; slice++)
            {
                ct.ThrowIfCancellationRequested();
                var next = slice;
                await ledger.DoBetween(day, _ => rolling.Add(next));
            }
            await ledger.DoBetween(day, _ => ledger.Unknown(rolling.Complete()));
        }
        finally
        {
            rolling?.Dispose();
        }
        logger.LogInformation("The rollups of {Day:yyyy-MM-dd} are made", day);
        return true;
    }

    private bool IsRolled(DateOnly day)
    {
        var path = RollupFiles.Path(ledger.Folder, day);
        return File.Exists(path) && RollupFiles.Rolled(path).Contains(day);
    }

    private string? Keeps(DateOnly day, string path) =>
        !Retention.IsHandedOver(path) ? "not all of it was handed over to the ad server"
        : !Retention.IsSame(ledger.Folder, day) ? "its rollups say something else"
        : null;

    private Task Month(DateOnly month, string path) => ledger.DoBetween(month, _ =>
    {
        // A day's file that is kept would be rolled up anew
        if (DayFiles.In(ledger.Folder).Any(file => file.Day.AddDays(1 - file.Day.Day) == month)) return;
        var later = RollupFiles.In(ledger.Folder).Where(file => file.Month > month).Select(file => file.Path)
            .FirstOrDefault(RollupFiles.Path(ledger.Folder, LedgerTime.Day(time.GetUtcNow())));
        Retention.Carry(path, later);
        Retention.Delete(path);
        logger.LogInformation("{Path} is older than {Days} days and deleted", path, options.Value.RollupDays);
    });

    private bool Changed(string path, string what)
    {
        if (said.GetValueOrDefault(path) == what) return false;
        said[path] = what;
        return true;
    }
}
