using System.Net;
using CometAdTag.Service.Settings;
using CometAdTag.Service.Traffic;

namespace CometAdTag.Service.Tests.Traffic;

public sealed class RangesFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void Networks_of_both_kinds_are_read_with_comments_and_empty_lines()
    {
        var read = Read("\uFEFF# clouds\r\n192.0.2.0/24 # one\r\n\r\n  2001:db8:1::/48\t\n198.51.100.7\n2001:db8:2::1\n::ffff:203.0.113.0/120");

        Assert.Empty(read.Mistakes);
        foreach (var within in new[] { "192.0.2.0", "192.0.2.255", "198.51.100.7", "2001:db8:1:ffff::1", "2001:db8:2::1", "203.0.113.9", "::ffff:192.0.2.7" })
            Assert.True(read.Ranges.Contains(IPAddress.Parse(within)), within);
        foreach (var without in new[] { "192.0.1.255", "192.0.3.0", "198.51.100.8", "2001:db8:2::", "2001:db8::1", "::192.0.2.7", "255.255.255.255" })
            Assert.False(read.Ranges.Contains(IPAddress.Parse(without)), without);
    }

    [Fact]
    public void Every_mistake_is_named_with_its_line_and_nothing_of_the_file_is_taken()
    {
        var options = new InvalidTrafficOptions { Ranges = folder.File("ranges.txt", "192.0.2.0/24\nwhere\n10.0.0.1/8\n1.2/16\n0.0.0.0/0\n10.0.0.0/33\n10.0.0.0/-1\nfe80::1%eth0\n010.0.0.0/8\n::/x # y\n") };

        string[] errors = [.. Annotations.Check(options, "InvalidTraffic").Select(error => error.Key + ' ' + error.Error[(error.Error.IndexOf(": ", StringComparison.Ordinal) + 2)..])];

        Assert.Equal(["line 2", "line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9", "line 10"], errors.Select(error => error.Split(' ', 2)[1].Split(':')[0]));
        Assert.All(errors, error => Assert.StartsWith("InvalidTraffic:Ranges ", error, StringComparison.Ordinal));
        Assert.Contains("\"10.0.0.1/8\" has bits set beyond its first 8", errors[1], StringComparison.Ordinal);
        Assert.Contains("holds every address", errors[3], StringComparison.Ordinal);
        Assert.Equal(0, options.Checked().Ranges.Count);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_mistake_and_so_is_one_without_an_end()
    {
        Assert.Contains("cannot be read", Assert.Single(RangesFile.Read(Path.Combine(folder.Path, "none")).Mistakes), StringComparison.Ordinal);
        Assert.Contains("longer", Assert.Single(Read(new string('#', RangesFile.Longest + 1)).Mistakes), StringComparison.Ordinal);
        Assert.Equal(RangesFile.MostMistakes + 1, Read(string.Concat(Enumerable.Repeat("x\n", 1_000))).Mistakes.Count);
    }

    [Fact]
    public void Halving_finds_what_looking_at_every_network_finds()
    {
        var random = new Random(7);
        var networks = Enumerable.Range(0, 2_000).Select(_ => Some(random)).Distinct().ToArray();
        var ranges = AddressRanges.Of(networks);
        var found = 0;
        for (var asked = 0; asked < 20_000; asked++)
        {
            var near = networks[random.Next(networks.Length)].BaseAddress.GetAddressBytes();
            near[random.Next(near.Length)] += (byte)random.Next(-1, 2);
            var address = new IPAddress(near);
            var expected = Array.Exists(networks, network => network.Contains(address));
            Assert.Equal(expected, ranges.Contains(address));
            found += expected ? 1 : 0;
        }
        Assert.InRange(found, 1_000, 19_000);
    }

    public void Dispose() => folder.Dispose();

    private static IPNetwork Some(Random random)
    {
        var bytes = new byte[random.Next(2) == 0 ? 4 : 16];
        random.NextBytes(bytes);
        if (bytes.Length == 16) (bytes[0], bytes[1]) = (0x20, 0x01);
        var length = random.Next(8, (bytes.Length * 8) + 1);
        for (var bit = length; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new(new IPAddress(bytes), length);
    }

    private RangesFile Read(string text) => RangesFile.Read(folder.File("ranges.txt", text));
}
