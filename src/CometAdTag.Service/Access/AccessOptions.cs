using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.Access;

/// <summary>Section Access.</summary>
internal sealed class AccessOptions : IValidatableObject
{
    /// <summary>Who may use the server API; with none, the admin key in the data folder may.</summary>
    public List<AccessKeyOptions> Keys { get; set; } = [];

    /// <summary>Requests a second of one key, with a burst of 10 seconds' worth; 0 = no limit.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerKey { get; set; } = 50;

    /// <summary>Requests a second of one address (IPv6 by /64), with a burst of 10 seconds' worth; 0 = no limit.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerAddress { get; set; } = 100;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Repeated(key => key.Name, nameof(AccessKeyOptions.Name)).Concat(Repeated(key => key.Sha256, nameof(AccessKeyOptions.Sha256)));

    private IEnumerable<ValidationResult> Repeated(Func<AccessKeyOptions, string> of, string member) =>
        from key in Keys.Index()
        let first = Keys.FindIndex(other => string.Equals(of(other), of(key.Item), StringComparison.OrdinalIgnoreCase))
        where first < key.Index && of(key.Item).Length > 0
        select new ValidationResult($"must differ from that of Access:Keys:{first}.", [$"{nameof(Keys)}:{key.Index}:{member}"]);
}
