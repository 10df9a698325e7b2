using System.Net;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Traffic;

/// <summary>The addresses of data centres, from the file that the settings name; follows both. A file with mistakes never takes effect.</summary>
internal sealed class DataCentres : IHostedService, IDisposable
{
    /// <summary>How soon a changed file is read.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    private readonly Live<InvalidTrafficOptions> options;
    private readonly TimeProvider time;
    private readonly ILogger<DataCentres> log;
    private readonly Lock gate = new();
    private readonly IDisposable listening;
    private volatile AddressRanges ranges = AddressRanges.None;
    private RangesFile? seen;
    private ITimer? timer;

    public DataCentres(Live<InvalidTrafficOptions> options, TimeProvider time, ILogger<DataCentres> log)
    {
        (this.options, this.time, this.log) = (options, time, log);
        Take(options.Value.Checked());
        listening = options.OnChange(changed => Take(changed.Checked()));
    }

    public bool Contains(IPAddress? address) => address is not null && ranges.Contains(address);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        timer = time.CreateTimer(_ => Take(RangesFile.Read(options.Value.Ranges)), null, Look, Look);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        timer?.Dispose();
        listening.Dispose();
    }

    private void Take(RangesFile read)
    {
        lock (gate)
        {
            if (read.Tag == seen?.Tag && read.Mistakes.SequenceEqual(seen.Mistakes)) return;
            var isNone = seen is null && read == RangesFile.None;
            seen = read;
            if (isNone) return;
            foreach (var mistake in read.Mistakes) log.LogError("Data centres: {File}: {Mistake}", options.Value.Ranges, mistake);
            if (read.Mistakes.Count > 0)
            {
                log.LogError("Data centres: the file is refused, the ranges in use stay");
                return;
            }
            ranges = read.Ranges;
            log.LogInformation("Data centres: {Count} ranges", ranges.Count);
        }
    }
}
