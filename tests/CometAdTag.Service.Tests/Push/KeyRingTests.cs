using CometAdTag.Rotation.Impressions;
using CometAdTag.Service.Push;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Tests.Push;

public sealed class KeyRingTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void The_first_start_makes_a_key_that_only_its_owner_can_read_and_later_ones_keep_it()
    {
        var first = Assert.Single(Load());
        var again = Assert.Single(Load());

        Assert.Equal(32, first.Secret.Length);
        Assert.Equal(first.Secret.ToArray(), again.Secret.ToArray());
        Assert.Equal((byte)1, first.Id);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile("1.key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(KeyFile("1.key"))!));
    }

    [Fact]
    public void Two_installations_have_different_keys()
    {
        using var other = new TempFolder();
        Assert.NotEqual(Assert.Single(Load()).Secret.ToArray(), Assert.Single(KeyRing.Load(new DataFolder(other.Path))).Secret.ToArray());
    }

    [Fact]
    public void A_start_that_was_killed_while_it_made_the_key_is_made_good()
    {
        Write("1.new", 7);
        Assert.Equal(32, Assert.Single(Load()).Secret.Length);
    }

    [Fact]
    public void Every_key_of_the_folder_is_in_the_ring()
    {
        Write("1.key", 32);
        Write("255.key", 32);
        Assert.Equal([(byte)1, (byte)255], Load().Select(key => key.Id).Order());
    }

    [Theory]
    [InlineData("1.key", 31, "32 bytes, this has 31")]
    [InlineData("1.key", 0, "32 bytes, this has 0")]
    [InlineData("256.key", 32, "1.key to 255.key")]
    [InlineData("0.key", 32, "1.key to 255.key")]
    [InlineData("01.key", 32, "1.key to 255.key")]
    [InlineData("secret.key", 32, "1.key to 255.key")]
    public void A_file_that_is_no_key_stops_the_start_and_is_named(string name, int size, string what)
    {
        Write(name, size);
        var refused = Assert.Throws<SettingsException>(Load);
        Assert.Contains(KeyFile(name), refused.Message, StringComparison.Ordinal);
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
    }

    private SigningKey[] Load() => KeyRing.Load(new DataFolder(folder.Path));

    private string KeyFile(string name) => Path.Combine(folder.Path, "keys", name);

    private void Write(string name, int size)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "keys"));
        File.WriteAllBytes(KeyFile(name), new byte[size]);
    }
}
