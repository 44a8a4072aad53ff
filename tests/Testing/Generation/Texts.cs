using System.Text;
using CsCheck;

namespace Shopkeeper.Testing.Generation;

/// <summary>
/// Texts that nobody means well: any characters, and texts that were right until somebody changed them.
/// </summary>
public static class Texts
{
    private static readonly string[] Odd =
    [
        "", " ", "\0", "\n", "\r\n", "\t", "\u00a0", "\u212a", "\u0130", "\u0131", "\ufeff", "\uff0e", "\u3002",
        "\u202e",
        "\ud800", "\udc00", "\ud83d\udca9", "e\u0301", "%00", "%", "%2", "%ff", "+", "&", "=", "#", "@", "..", "/",
        "\\",
        "\"", "'", "-1", "0", "00", "9223372036854775808", "1e999", "null", "{}", "\u0661", new('a', 300),
    ];

    /// <summary>Characters of every kind, halves of surrogate pairs included.</summary>
    public static readonly Gen<string> Any = Gen.OneOf(
        Gen.Char['\0', '\uffff'].Array[0, 60].Select(Join),
        Gen.Char[' ', '~'].Array[0, 100].Select(Join),
        Gen.OneOfConst(Odd).Array[0, 6].Select(parts => string.Concat(parts)));

    /// <summary>Text that UTF-8 can carry: no half of a surrogate pair.</summary>
    public static readonly Gen<string> Whole = Any.Select(Repaired);

    /// <summary>A text with one to three places changed, so that it is nearly right.</summary>
    public static Gen<string> Changed(Gen<string> right) =>
        Gen.Select(right, Gen.Select(Gen.Int[0, 1 << 20], Gen.Int[0, 5], Any).Array[1, 3], (text, changes) =>
            changes.Aggregate(text, (changed, one) => Change(changed, one.Item1, one.Item2, one.Item3)));

    /// <summary>Right, nearly right and anything, in equal parts.</summary>
    public static Gen<string> Near(Gen<string> right) => Gen.OneOf(right, Changed(right), Any);

    /// <summary>Changes a text in one place: inserts, cuts, removes, flips a bit, doubles it or replaces.</summary>
    public static string Change(string text, int place, int kind, string other)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.Length == 0 ? 0 : place % text.Length;
        return kind switch
        {
            0 => text.Insert(at, other),
            1 => text[..at],
            2 when text.Length > 0 => text.Remove(at, 1),
            3 when text.Length > 0 => $"{text[..at]}{(char)(text[at] ^ (1 << (place % 7)))}{text[(at + 1)..]}",
            4 => text + text,
            _ => $"{text[..at]}{other}{(at < text.Length ? text[(at + 1)..] : "")}",
        };
    }

    private static string Join(char[] characters) => new(characters);

    private static string Repaired(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
