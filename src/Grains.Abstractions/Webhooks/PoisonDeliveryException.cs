using System.Text.RegularExpressions;

namespace Shopkeeper.Grains.Abstractions.Webhooks;

/// <summary>
/// A handler says that no further attempt at a delivery can help: it becomes a dead letter at once, under this code,
/// and the next delivery goes on.
/// </summary>
public sealed partial class PoisonDeliveryException : Exception
{
    /// <summary>The code of a body that can't be read as what its handler wants.</summary>
    public const string PayloadUnreadable = "payload-unreadable";

    /// <summary>Says so.</summary>
    /// <param name="code">
    /// Why, for operators: lower-case words joined by <c>-</c>, at most 64 characters; never anything of the payload.
    /// </param>
    /// <exception cref="ArgumentException">It is no such code.</exception>
    public PoisonDeliveryException(string code)
        : base($"The delivery can't be handled: {code}.")
    {
        ArgumentNullException.ThrowIfNull(code);
        if (!Kebab().IsMatch(code)) throw new ArgumentException("Give lower-case words joined by -.", nameof(code));
        Code = code;
    }

    /// <summary>Why, as a code.</summary>
    public string Code { get; }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Kebab();
}
