using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.AdServer;

/// <summary>Section AdServer:Statistics: how the ad server learns of impressions and clicks.</summary>
internal sealed class StatisticsOptions : IValidatableObject
{
    public const string NoWay = "none", IntakeWay = "intake", BeaconsWay = "beacons";
    /// <summary>The plugin's script that takes statistics and tells them.</summary>
    public const string Intake = "fc.php?script=deliveryAdRender:cometAdTag:statistics";

    public const int MinKeyCharacters = 16;

    /// <summary>To the plugin's statistics intake, by the ad server's own beacons, or not at all; read at start.</summary>
    [AllowedValues(NoWay, IntakeWay, BeaconsWay, ErrorMessage = "must be one of: none, intake, beacons.")]
    public string Way { get; set; } = NoWay;

    /// <summary>The delivery folder, such as http://ads.example/www/delivery.</summary>
    public string Url { get; set; } = "";

    /// <summary>The plugin key, which signs each batch.</summary>
    public string Key { get; set; } = "";

    /// <summary>How long after one hand-over the next begins, a tenth more or less.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    public bool IsOn => Way != NoWay;

    /// <summary>The address of one of the folder's scripts, with its query.</summary>
    public Uri Script(string nameAndQuery) => new($"{Url.TrimEnd('/')}/{nameAndQuery}");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsOn && WebUrl.Of(Url) is not { Query: "", Fragment: "" })
            yield return new("must be the delivery folder, such as http://ads.example/www/delivery.", [nameof(Url)]);
        if (Way == IntakeWay && Key.Length < MinKeyCharacters)
            yield return new($"must be the plugin's key, at least {MinKeyCharacters} characters.", [nameof(Key)]);
    }
}
