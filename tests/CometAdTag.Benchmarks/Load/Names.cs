using System.Text;

namespace CometAdTag.Benchmarks.Load;

/// <summary>Ids that come again and again in frames, each kept once, with the quotes around it.</summary>
internal sealed class Names
{
    private readonly Dictionary<byte[], int> numbers = new(new Bytes());
    private readonly List<byte[]> quoted = [];

    public int Count => quoted.Count;

    public int NumberOf(ReadOnlySpan<byte> name)
    {
        var known = numbers.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (known.TryGetValue(name, out var number)) return number;
        numbers[name.ToArray()] = quoted.Count;
        quoted.Add([(byte)'"', .. name, (byte)'"']);
        return quoted.Count - 1;
    }

    public ReadOnlySpan<byte> Quoted(int number) => quoted[number];

    public string Text(int number) => Encoding.UTF8.GetString(quoted[number]).Trim('"');

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
