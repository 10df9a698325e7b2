using System.ComponentModel.DataAnnotations;

namespace CometAdTag.Service.AdServer;

/// <summary>Section AdServer:Patience; read at start.</summary>
internal sealed class PatienceOptions
{
    /// <summary>For one attempt.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For all attempts and the pauses between them.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Total { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After the first attempt, with pauses that grow from 1 s to 8 s.</summary>
    [Range(1, 20)]
    public int Retries { get; set; } = 4;

    /// <summary>So many attempts in a minute, half of them failed, and the ad server is left alone for <see cref="Break"/>.</summary>
    [Range(2, 1000)]
    public int FailuresToBreak { get; set; } = 5;

    /// <summary>How long it is left alone before one attempt finds out how it is.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Break { get; set; } = TimeSpan.FromSeconds(15);
}
