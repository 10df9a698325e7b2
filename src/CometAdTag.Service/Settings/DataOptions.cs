using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.Settings;

/// <summary>Section Data.</summary>
internal sealed class DataOptions
{
    /// <summary>The folder for all that must last on this node, relative to the working directory.</summary>
    [Required]
    public string Path { get; set; } = "data";
}
