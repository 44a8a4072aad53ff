using System.Diagnostics.CodeAnalysis;

namespace Shopkeeper.Shopify.Admin;

/// <summary>What came of a call to Shopify: a value or a failure, never both, never neither.</summary>
public sealed record AdminOutcome<T>
    where T : class
{
    internal AdminOutcome(T? value, AdminFailure? failure) => (Value, Failure) = (value, failure);

    /// <summary>True when the call succeeded.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsOk => Value is not null;

    /// <summary>The answer; null when the call failed.</summary>
    public T? Value { get; }

    /// <summary>Why the call failed; null when it succeeded.</summary>
    public AdminFailure? Failure { get; }

    /// <summary><c>ok</c> or the failure's <see cref="AdminFailure.Code"/>.</summary>
    public string Code => IsOk ? AdminOutcome.OkCode : Failure.Code;

    /// <summary>The code alone: an answer can hold personal data.</summary>
    public override string ToString() => Code;
}
