using System.Buffers;
using System.Text;

namespace Shopkeeper.EndToEnd.Tests.Canaries;

/// <summary>Bytes to search, as the characters of Latin-1: every byte is a character, so nothing is lost.</summary>
public sealed class Haystack
{
    private const int Around = 160;
    private const int FindingsMaximum = 20;

    /// <summary>Searches a text.</summary>
    public Haystack(string name, string text) => (Name, Text) = (name, text);

    /// <summary>Searches bytes.</summary>
    public Haystack(string name, byte[] bytes)
        : this(name, Encoding.Latin1.GetString(bytes))
    {
    }

    /// <summary>Where it comes from, for messages.</summary>
    public string Name { get; }

    /// <summary>What is searched.</summary>
    public string Text { get; }

    /// <summary>All files below a folder, one haystack each. Files that vanish meanwhile are left out.</summary>
    public static IReadOnlyList<Haystack> OfFolder(string folder)
    {
        var found = new List<Haystack>();
        if (!Directory.Exists(folder)) return found;
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            try
            {
                // The service holds some of these open, and its lock file exclusively.
                using var file = new FileStream(
                    path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var copy = new MemoryStream();
                file.CopyTo(copy);
                found.Add(new Haystack(Path.GetRelativePath(folder, path), copy.ToArray()));
            }
            catch (IOException) when (path.EndsWith(".lock", StringComparison.Ordinal) || !File.Exists(path))
            {
                // An empty lock, or gone.
            }
        }
        return found;
    }

    /// <summary>True when the needle is in it.</summary>
    public bool Contains(Needle needle) => Text.Contains(needle.Text, StringComparison.Ordinal);

    /// <summary>What of the needles stands in it, at most 20 findings with what is around them.</summary>
    public IReadOnlyList<string> FindAny(IReadOnlyCollection<Needle> needles)
    {
        var found = new List<string>();
        if (needles.Count == 0) return found;
        var any = SearchValues.Create([.. needles.Select(needle => needle.Text)], StringComparison.Ordinal);
        for (var at = 0; at < Text.Length && found.Count < FindingsMaximum;)
        {
            var next = Text.AsSpan(at).IndexOfAny(any);
            if (next < 0) break;
            at += next;
            var needle = needles.First(one => Text.AsSpan(at).StartsWith(one.Text, StringComparison.Ordinal));
            found.Add($"{needle.What} in {Name} at {at}: …{Excerpt(at)}…");
            at += needle.Text.Length;
        }
        return found;
    }

    private string Excerpt(int at)
    {
        var from = Math.Max(0, at - Around);
        var to = Math.Min(Text.Length, at + Around);
        return string.Concat(Text[from..to].Select(one => char.IsControl(one) || one > '~' ? '·' : one));
    }
}
