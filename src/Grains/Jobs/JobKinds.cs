using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Shopkeeper.Grains.Abstractions.Jobs;

namespace Shopkeeper.Grains.Jobs;

/// <summary>
/// The registered handlers by kind. Two handlers of one kind, or a kind that is no kebab-case name, stop the start.
/// </summary>
internal sealed partial class JobKinds
{
    /// <summary>The longest name of a kind, in characters.</summary>
    public const int LongestName = 64;

    private readonly FrozenDictionary<string, IJobHandler> _handlers;

    public JobKinds(IEnumerable<IJobHandler> handlers)
    {
        Dictionary<string, IJobHandler> byKind = new(StringComparer.Ordinal);
        foreach (var handler in handlers)
        {
            if (handler.Kind.Length > LongestName || !Name().IsMatch(handler.Kind))
                throw new InvalidOperationException(
                    $"{handler.GetType().Name}.Kind must be a kebab-case name of at most {LongestName} characters.");
            if (!byKind.TryAdd(handler.Kind, handler))
                throw new InvalidOperationException(
                    $"{handler.GetType().Name} and {byKind[handler.Kind].GetType().Name} handle the same kind of job, "
                    + $"'{handler.Kind}'. Register one of them.");
        }

        _handlers = byKind.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IJobHandler? Find(string kind) => _handlers.GetValueOrDefault(kind);

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Name();
}
