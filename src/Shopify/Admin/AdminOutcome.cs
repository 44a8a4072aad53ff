namespace Shopkeeper.Shopify.Admin;

/// <summary>Makes outcomes; for implementations of <see cref="IAdminClient"/> and their doubles.</summary>
public static class AdminOutcome
{
    /// <summary>The code of every success.</summary>
    public const string OkCode = "ok";

    /// <summary>A success.</summary>
    public static AdminOutcome<T> Ok<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value, null);
    }

    /// <summary>A failure.</summary>
    public static AdminOutcome<T> Failed<T>(AdminFailure failure)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(failure);
        return new(null, failure);
    }

    /// <summary>A failure of a kind, without an answer's details.</summary>
    public static AdminOutcome<T> Failed<T>(AdminFailureKind kind)
        where T : class => Failed<T>(new AdminFailure { Kind = kind });
}
