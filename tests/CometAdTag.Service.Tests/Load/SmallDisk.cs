namespace CometAdTag.Service.Tests.Load;

/// <summary>A file system of its own that is soon full, in memory. Only root may mount one: elsewhere the test fails and says so.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly TempFolder folder = new();

    private SmallDisk() => Filler = Path.Combine(folder.Path, "filler");

    public string Data => Path.Combine(folder.Path, "data");

    private string Filler { get; }

    public static async Task<SmallDisk> Mount(int megabytes)
    {
        var disk = new SmallDisk();
        var (exitCode, output) = await Tool.Run("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.folder.Path]);
        if (exitCode == 0) return disk;
        disk.folder.Dispose();
        throw new InvalidOperationException($"A small disk could not be mounted, so a full one cannot be tested: {output}. Run the tests as root, where mounts are allowed.");
    }

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in (int[])[65_536, 4_096])
        {
            var block = new byte[size];
            try
            {
                while (true) filler.Write(block);
            }
            catch (IOException)
            {
                // Full, but for less than a block
            }
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public Task MakeReadOnly() => Remount("ro");

    public Task MakeWritable() => Remount("rw");

    public async ValueTask DisposeAsync()
    {
        var (exitCode, output) = await Tool.Run("umount", [folder.Path]);
        Assert.True(exitCode == 0, output);
        folder.Dispose();
    }

    private async Task Remount(string how)
    {
        var (exitCode, output) = await Tool.Run("mount", ["-o", $"remount,{how}", folder.Path]);
        Assert.True(exitCode == 0, output);
    }
}
