using CometAdTag.Rotation.Impressions;
using FsCheck;
using FsCheck.Fluent;

namespace CometAdTag.Rotation.Tests.Impressions;

public sealed class ImpressionIdTests
{
    /// <summary>RFC 9562, appendix A.6.</summary>
    [Fact]
    public void An_id_is_laid_out_as_the_example_of_the_standard()
    {
        var random = ((UInt128)0xCC3 << 64) | 0x18C4_DC0C_0C07_398F;
        Assert.Equal("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", ImpressionId.Create(1_645_557_742_000, random).ToString());
    }

    [Fact]
    public void Whatever_the_time_and_the_random_bits_it_is_a_UUIDv7_of_that_time() =>
        Prop.ForAll(Arb.From(Times), Arb.From(Randoms), (time, random) =>
        {
            var id = ImpressionId.Create(time, random);
            var guid = Guid.Parse(id.ToString());
            Assert.Equal(7, guid.Version);
            Assert.InRange(guid.Variant, 8, 11);
            Assert.Equal(time, id.IssuedAt);
            var bytes = new byte[ImpressionId.Size];
            id.Write(bytes);
            Assert.Equal(guid.ToByteArray(bigEndian: true), bytes);
            Assert.Equal(id, ImpressionId.Read(bytes));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Ids_sort_by_time_as_numbers_and_as_text_whatever_the_random_bits() =>
        Prop.ForAll(Arb.From(Times), Arb.From(Randoms), Arb.From(Randoms), (time, one, other) =>
        {
            var (earlier, later) = (ImpressionId.Create(time, one), ImpressionId.Create(time + 1, other));
            Assert.True(earlier.Value < later.Value);
            Assert.True(string.CompareOrdinal(earlier.ToString(), later.ToString()) < 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_of_the_74_random_bits_makes_another_id()
    {
        var ids = Enumerable.Range(0, 76).Where(bit => bit is not (62 or 63)).Select(bit => ImpressionId.Create(1, (UInt128)1 << bit)).ToHashSet();
        Assert.Equal(74, ids.Count);
        Assert.DoesNotContain(ImpressionId.Create(1, 0), ids);
    }

    private static Gen<long> Times => from high in Gen.Choose(0, (1 << 24) - 1) from low in Gen.Choose(0, (1 << 24) - 2) select ((long)high << 24) | (long)low;

    private static Gen<UInt128> Randoms =>
        from parts in Gen.ArrayOf(Gen.Choose(int.MinValue, int.MaxValue), 4)
        select parts.Aggregate(UInt128.Zero, (all, part) => (all << 32) | (uint)part);
}
