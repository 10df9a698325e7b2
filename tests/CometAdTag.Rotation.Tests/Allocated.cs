namespace CometAdTag.Rotation.Tests;

/// <summary>
/// What something allocates on this thread, in bytes: the least of ten times. A collection that comes in between, by a test beside this one,
/// has the thread's unused room counted as allocated; what is allocated indeed is so each time.
/// </summary>
internal static class Allocated
{
    public static long By(Action something)
    {
        something();
        return Enumerable.Range(0, 10).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            something();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
