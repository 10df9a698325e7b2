using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Tests.Settings;

public sealed class DataFolderTests
{
    [Fact]
    public void Folders_are_made_and_are_for_their_owner_alone()
    {
        using var temp = new TempFolder();
        var data = new DataFolder(Path.Combine(temp.Path, "data"));
        foreach (var folder in (string[])[data.Root, data.Sub("keys")])
        {
            Assert.True(Directory.Exists(folder));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
        Assert.Equal(Path.Combine(data.Root, "keys"), data.Sub("keys"));
    }

    [Fact]
    public void A_path_that_cannot_be_a_folder_is_named()
    {
        using var temp = new TempFolder();
        var file = temp.File("data", "");
        var wrong = Assert.Throws<SettingsException>(() => new DataFolder(file));
        Assert.StartsWith($"{file}: this folder of Data:Path cannot be made: ", Assert.Single(wrong.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_relative_path_is_of_the_working_directory() =>
        Assert.Equal(Environment.CurrentDirectory, new DataFolder(".").Root);
}
