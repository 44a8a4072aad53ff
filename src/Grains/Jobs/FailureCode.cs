using System.Text;
using System.Text.RegularExpressions;
using Shopkeeper.Grains.Abstractions.Shops;

namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// Codes for failures. An exception's text can hold anything, a merchant's data too, so nothing of it is stored or
/// logged: its type alone makes the code.
/// </summary>
internal static partial class FailureCode
{
    /// <summary>Stands for a code that is none: not kebab-case, or too long.</summary>
    public const string Unnamed = "unnamed-failure";

    private const int Longest = 100;
    private const string Prefix = "unexpected-";
    private const string Suffix = "Exception";

    /// <summary>True for kebab-case of at most 100 characters.</summary>
    public static bool IsCode(string code) => code.Length <= Longest && Kebab().IsMatch(code);

    /// <summary><c>unexpected-http-request</c> for an <see cref="HttpRequestException"/>.</summary>
    public static string Of(Exception exception)
    {
        if (exception is StorageUnavailableException) return "storage-unavailable";
        var name = exception.GetType().Name.Split('`')[0];
        if (name.EndsWith(Suffix, StringComparison.Ordinal)) name = name[..^Suffix.Length];
        var code = new StringBuilder(Prefix);
        foreach (var letter in name.TakeWhile(char.IsAsciiLetterOrDigit))
        {
            if (char.IsAsciiLetterUpper(letter) && code[^1] != '-') code.Append('-');
            code.Append(char.ToLowerInvariant(letter));
        }

        return IsCode(code.ToString()) ? code.ToString() : Unnamed;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Kebab();
}
