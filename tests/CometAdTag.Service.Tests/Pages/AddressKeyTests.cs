using System.Net;
using CometAdTag.Service.Pages;

namespace CometAdTag.Service.Tests.Pages;

public sealed class AddressKeyTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    public void IPv4_counts_as_it_is_and_IPv6_by_its_64(string address, string key) => Assert.Equal(key, AddressKey.Of(IPAddress.Parse(address)));

    [Fact]
    public void A_connection_without_an_address_has_the_empty_key() => Assert.Equal("", AddressKey.Of(null));
}
