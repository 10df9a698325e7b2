using CometAdTag.Rotation.Holdout;

namespace CometAdTag.Rotation.Tests.Holdout;

public sealed class StudentTTests
{
    [Theory]
    [InlineData(30, 2.04227)]
    [InlineData(63, 1.99834)]
    [InlineData(100, 1.98397)]
    [InlineData(126, 1.97897)]
    [InlineData(1e12, 1.95996)]
    public void It_is_what_tables_say(double degrees, double quantile) => Assert.Equal(quantile, StudentT.Within95(degrees), 4);
}
