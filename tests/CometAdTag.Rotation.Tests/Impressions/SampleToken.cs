using CometAdTag.Rotation.Impressions;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Tests.Impressions;

internal static class SampleToken
{
    public const long IssuedAt = 1_800_000_000_000;

    public const uint Origin = 77;

    public static SigningKey Key(byte id, byte fill) => new(id, Enumerable.Repeat(fill, 32).ToArray());

    public static ImpressionToken Of(string zone, string campaign, string creative) =>
        new(new(ImpressionId.Create(IssuedAt, 12_345), zone, campaign, creative, Trigger.Event, 3), 2, 0xDEADBEEF, Origin);

    public static ImpressionToken Any { get; } = Of("5", "c-17", "b-4");
}
