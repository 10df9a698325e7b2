using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.Telemetry;

/// <summary>Section Telemetry.</summary>
internal sealed class TelemetryOptions : IValidatableObject
{
    /// <summary>Where /metrics and /health are served alone, such as http://127.0.0.1:9100; empty: beside everything else.</summary>
    public string Urls { get; set; } = "";

    internal IEnumerable<string> Each => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal IEnumerable<int> Ports => Each.Select(url => BindingAddress.Parse(url).Port);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var url in Each)
            if (!Parsed(url, out var address) || address.Port == 0)
                yield return new("must be URLs with a port of their own, such as http://127.0.0.1:9100, with ; between them.", [nameof(Urls)]);
    }

    private static bool Parsed(string url, out BindingAddress address)
    {
        address = null!;
        try
        {
            address = BindingAddress.Parse(url);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
