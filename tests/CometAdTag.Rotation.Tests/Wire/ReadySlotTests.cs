using CometAdTag.Rotation.Wire;

namespace CometAdTag.Rotation.Tests.Wire;

public sealed class ReadySlotTests
{
    /// <summary>242,499 = 3 x 80,833 and 242,500 = 970 x 250, the billboard that the rule was made for.</summary>
    [Theory]
    [InlineData(3, 80_833, 0.5)]
    [InlineData(970, 250, 0.3)]
    [InlineData(1, 242_499, 0.5)]
    [InlineData(242_500, 1, 0.3)]
    [InlineData(300, 250, 0.5)]
    [InlineData(0, 0, 0.5)]
    [InlineData(-1, -1, 0.5)]
    [InlineData(100_000, 100_000, 0.3)]
    [InlineData(int.MaxValue, int.MaxValue, 0.3)]
    public void From_242_500_px_on_30_percent_in_view_is_enough(int width, int height, double ratio) =>
        Assert.Equal(ratio, ReadySlot.RatioFor(width, height));
}
