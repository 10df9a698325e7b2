using CometAdTag.Rotation.Refresh;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Refresh;

public sealed class RotationPropertyTests
{
    private const int Kinds = 11;

    [Fact]
    public void Whatever_happens_on_a_page_its_slots_keep_the_rules() =>
        Prop.ForAll(Arb.From(Pages), page =>
        {
            var watched = new WatchedSlot(page.Policy);
            foreach (var (kind, ms) in page.Steps) watched.Step(kind, ms);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    private static Gen<(RefreshPolicy Policy, (int Kind, int Ms)[] Steps)> Pages =>
        from policy in Policies
        from steps in Gen.ArrayOf(
            from kind in Gen.Choose(0, Kinds - 1)
            from ms in Gen.OneOf(Gen.Choose(0, 2_000), Gen.Choose(0, 90_000))
            select (kind, ms))
        select (policy, steps);

    private static Gen<RefreshPolicy> Policies =>
        from interval in Gen.Elements(1, 5, 29, 30, 31, 120)
        from cap in Gen.Elements(0, 1, 3, 10)
        from enabled in Gen.Elements(true, true, true, false)
        from triggers in Gen.Elements(Triggers.All, Triggers.All, Triggers.Time, Triggers.Event, Triggers.User | Triggers.Time, Triggers.None)
        select new RefreshPolicy(TimeSpan.FromSeconds(interval), cap, enabled, triggers, OnNavigate.Rotate);
}
