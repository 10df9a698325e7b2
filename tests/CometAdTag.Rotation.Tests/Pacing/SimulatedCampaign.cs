using CometAdTag.Rotation.Campaigns;

namespace CometAdTag.Rotation.Tests.Pacing;

/// <summary>A contract of the simulated week, its changes in it, and what became of it beside its ideal line.</summary>
internal sealed class SimulatedCampaign(string id, int priority, params string[] zones)
{
    private double squares, hourBegan, ideal;
    private int hours;
    private bool changed;

    public string Id => id;

    public string[] Zones => zones;

    public int Ordinal { get; init; }

    /// <summary>In hours since the week began.</summary>
    public double From { get; init; }

    public double Until { get; set; } = 168;

    public long? Booked { get; set; }

    public long? Daily { get; init; }

    /// <summary>The hour of the week at which something of it changes, and how.</summary>
    public (double At, Action<SimulatedCampaign> How)? Change { get; set; }

    /// <summary>Nothing of it changes, and it is too long for the outage to be much of it.</summary>
    public bool IsSteady => !changed && Until - From > 24;

    /// <summary>Why it cannot reach its goal, where it cannot.</summary>
    public string? Short { get; init; }

    public long Rendered { get; private set; }

    /// <summary>By day.</summary>
    public long[] Days { get; } = new long[8];

    /// <summary>The busiest hour, as a multiple of an hour of the line.</summary>
    public double Peak { get; private set; }

    public long Goal => Booked ?? (Daily!.Value * (long)Math.Round((Until - From) / 24));

    public double Deviation => (double)(Rendered - Goal) / Goal;

    /// <summary>Of the worst day.</summary>
    public (double Under, double Over) DayDeviation
    {
        get
        {
            if (Daily is not { } daily) return default;
            var days = Days.Skip((int)(From / 24)).Take((int)((Until - From) / 24)).Select(day => (double)(day - daily) / daily).ToArray();
            return (days.Min(), days.Max());
        }
    }

    /// <summary>Of what was rendered by each hour from the line, as a part of the goal.</summary>
    public double Rms => Math.Sqrt(squares / Math.Max(1, hours)) / Goal;

    public Campaign At(DateTimeOffset start, long delivered) =>
        new(id, id, id, Tier.Contract, priority, 0, RunStatus.Running, new(start.AddHours(From), start.AddHours(Until)))
        {
            Ordinal = Ordinal,
            BookedImpressions = Booked,
            DailyImpressions = Daily,
            DeliveredImpressions = delivered,
        };

    public void Render(double hour)
    {
        Rendered++;
        Days[(int)(hour / 24)]++;
    }

    /// <summary>Moves the line on: what it has left, evenly over the time that it has left.</summary>
    public void Step(double hour, double step)
    {
        if (Change is { } change && hour >= change.At)
        {
            change.How(this);
            changed = true;
            Change = null;
        }
        if (hour >= From && hour < Until) ideal += Booked is { } booked ? (booked - ideal) / (Until - hour) * step : Daily!.Value / 24.0 * step;
    }

    public void EndHour(double hour)
    {
        if (hour > From && hour <= Until)
        {
            hours++;
            squares += (Rendered - ideal) * (Rendered - ideal);
            Peak = Math.Max(Peak, (Rendered - hourBegan) / (Goal / (Until - From)));
        }
        hourBegan = Rendered;
    }
}
