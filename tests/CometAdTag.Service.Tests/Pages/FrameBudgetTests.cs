using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Tests.Pages;

public sealed class FrameBudgetTests
{
    [Fact]
    public void A_page_may_send_a_burst_of_500_and_then_50_a_second()
    {
        var budget = new FrameBudget(1_000);
        for (var sent = 0; sent < 500; sent++) Assert.True(budget.Spend(1_000));
        Assert.False(budget.Spend(1_000));
        Assert.False(budget.Spend(1_019));
        Assert.True(budget.Spend(1_039));
        for (var second = 2; second < 12; second++)
        {
            var taken = Enumerable.Range(0, 100).Count(_ => budget.Spend(second * 1_000));
            Assert.InRange(taken, 47, 50);
        }
    }

    [Fact]
    public void What_is_saved_up_never_exceeds_the_burst()
    {
        var budget = new FrameBudget(0);
        Assert.Equal(500, Enumerable.Range(0, 1_000).Count(_ => budget.Spend(3_600_000)));
    }
}
