using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.Tests.Settings;

/// <summary>Options inside options.</summary>
internal sealed class SampleZone
{
    [Range(0, 10)]
    public int MaxRefreshes { get; set; }
}
