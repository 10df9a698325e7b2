using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.Access;

/// <summary>A key of the server API as the settings have it: never the key itself.</summary>
internal sealed class AccessKeyOptions
{
    /// <summary>Whose key it is, for people.</summary>
    [Required]
    public string Name { get; set; } = "";

    [Required]
    public Role? Role { get; set; }

    /// <summary>The SHA-256 of the key, as the bytes of its text, in hexadecimal.</summary>
    [Required, RegularExpression("[0-9a-fA-F]{64}", ErrorMessage = "must be the SHA-256 of the key: 64 hexadecimal digits.")]
    public string Sha256 { get; set; } = "";
}
