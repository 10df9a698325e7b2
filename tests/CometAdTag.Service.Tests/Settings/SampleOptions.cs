using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.Tests.Settings;

/// <summary>Options with one of everything.</summary>
internal sealed class SampleOptions : IValidatableObject
{
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(20);

    [Range(1, 1_000)]
    public int MaxPages { get; set; } = 100;

    public double? Share { get; set; }
    public bool Enabled { get; set; } = true;
    public DayOfWeek Day { get; set; } = DayOfWeek.Monday;
    public string Password { get; set; } = "";
    public List<string> Origins { get; set; } = [];
    public Dictionary<string, SampleZone> Zones { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Password == "s3cret" && Origins.Count == 0) yield return new("must name an origin.", [nameof(Origins)]);
    }
}
