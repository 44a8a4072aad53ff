namespace Shopkeeper.Frontend.Operations;

/// <summary>The operators' keys: section <c>Operator</c>.</summary>
public sealed class OperatorOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Operator";

    /// <summary>Keys by the name that the audit shows.</summary>
    public IDictionary<string, OperatorKey> Keys { get; } = new Dictionary<string, OperatorKey>(StringComparer.Ordinal);
}
