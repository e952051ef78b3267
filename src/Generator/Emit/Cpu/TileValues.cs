using Gen.CrossEntropy.Generator.Algorithm;
using Gen.CrossEntropy.Generator.Plan;

namespace Gen.CrossEntropy.Generator.Emit.Cpu;

/// <summary>What a loop over a tile's samples is for.</summary>
internal enum TilePlaceKind
{
    /// <summary>A walk over the classes that reduces them.</summary>
    Walk,

    /// <summary>What is computed once a sample.</summary>
    Samples,

    /// <summary>The walk that writes a value at every class.</summary>
    Map,
}

/// <summary>One place of a kernel that loops over the samples of a tile.</summary>
internal sealed record TilePlace(TilePlaceKind Kind, Stage Stage);

/// <summary>A value of each sample that waits in an array from one place to another.</summary>
internal sealed record TileValue(Expr Leaf, string Array);

/// <summary>The places of a kernel that takes tiles of samples, and which values wait between them.</summary>
internal sealed class TileValues
{
    private readonly IReadOnlyList<Function> _staged;
    private readonly HashSet<Expr> _kept = [];

    /// <summary>Of a map that works on the tile before: what the next tile's walks write over, and so is copied.</summary>
    private readonly HashSet<Expr> _copied = [];

    /// <param name="schedule">The program's walks.</param>
    /// <param name="staged">The functions whose values wait in a scratch.</param>
    /// <param name="overlaps">Whether the map may be written on the next tile's last walk.</param>
    /// <param name="readsTarget">Whether x[t] is read before the first place.</param>
    public TileValues(Schedule schedule, IReadOnlyList<Function> staged, bool overlaps, bool readsTarget)
    {
        _staged = staged;
        Stage? last = schedule.LastWalk < 0 ? null : schedule.Stages[schedule.LastWalk];
        Overlaps = overlaps && staged.Count > 0 && schedule.Stages.Any(stage => stage.Map is not null) && schedule.OnlyLastWalkLeaves(staged);
        List<TilePlace> places = [];
        foreach (Stage stage in schedule.Stages)
        {
            if (stage.Reductions.Count > 0)
            {
                places.Add(new(TilePlaceKind.Walk, stage));
            }

            if (stage.After.Any(step => !IsOfCall(step)) || (Overlaps && stage == last))
            {
                places.Add(new(TilePlaceKind.Samples, stage));
            }

            if (stage.Map is not null)
            {
                places.Add(new(TilePlaceKind.Map, stage));
            }
        }

        Places = places;
        LastWalk = places.LastOrDefault(place => place.Kind == TilePlaceKind.Walk);
        Dictionary<Expr, TilePlace?> definitions = [];
        if (readsTarget)
        {
            definitions[Target] = null;
            _kept.Add(Target);
        }

        foreach (TilePlace place in places)
        {
            foreach (string name in place.Kind switch
            {
                TilePlaceKind.Walk => place.Stage.Reductions.Select(reduce => reduce.Name),
                TilePlaceKind.Samples => place.Stage.After.Where(step => !IsOfCall(step)).SelectMany(step => step.Defines),
                _ => [],
            })
            {
                definitions[new Value(name)] = place;
            }
        }

        if (!readsTarget && places.Find(place => place.Kind == TilePlaceKind.Walk) is { } first)
        {
            definitions[Target] = first;
        }

        // A reduction and x[t] grow in their arrays; other values wait if a later place takes them.
        _kept.UnionWith(schedule.Stages.SelectMany(stage => stage.Reductions).Select(reduce => new Value(reduce.Name)));
        foreach (TilePlace place in places)
        {
            foreach (Expr leaf in LeavesOf(place).Where(leaf => definitions.TryGetValue(leaf, out TilePlace? definition) && definition != place))
            {
                if (Overlaps && place.Kind == TilePlaceKind.Map && (definitions[leaf] is not { } definition || places.IndexOf(definition) <= places.IndexOf(LastWalk!)))
                {
                    _copied.Add(leaf);
                }

                _kept.Add(leaf);
            }
        }

        Definitions = definitions;
    }

    /// <summary>Whether a tile's map is written on the last walk of the next tile: where only that walk leaves values of the classes in a scratch, one read of which makes room for the next.</summary>
    public bool Overlaps { get; }

    /// <summary>The loops over a tile, in order.</summary>
    public IReadOnlyList<TilePlace> Places { get; }

    /// <summary>The last walk that reduces, if there is one.</summary>
    public TilePlace? LastWalk { get; }

    /// <summary>The names of all arrays.</summary>
    public IEnumerable<string> Arrays => [.. _kept.Select(leaf => NameOf(leaf) + "Tile"), .. _copied.Select(leaf => NameOf(leaf) + "Before")];

    /// <summary>The leaves that the walk which writes takes.</summary>
    public IEnumerable<Expr> LeavesOfMap => Places.Where(place => place.Kind == TilePlaceKind.Map).SelectMany(LeavesOf).Distinct();

    private static Input Target { get; } = new(LossInput.TargetPrediction);

    private Dictionary<Expr, TilePlace?> Definitions { get; }

    /// <summary>The variable of a value.</summary>
    public static string NameOf(Expr leaf) => leaf is Value value ? value.Name : "xt";

    /// <summary>The array that a place loads a value from; null for none.</summary>
    /// <param name="leaf">The value.</param>
    /// <param name="before">Whether the place works on the tile before.</param>
    public string? ArrayOf(Expr leaf, bool before) =>
        before && _copied.Contains(leaf) ? NameOf(leaf) + "Before"
        : _kept.Contains(leaf) ? NameOf(leaf) + "Tile"
        : null;

    /// <summary>What a place of samples leaves for later ones.</summary>
    public IEnumerable<TileValue> KeptBy(TilePlace place)
    {
        IEnumerable<TileValue> own = _kept.Where(leaf => Definitions.TryGetValue(leaf, out TilePlace? definition) && definition == place).Select(leaf => new TileValue(leaf, NameOf(leaf) + "Tile"));
        return Overlaps && place.Stage == LastWalk!.Stage ? own.Concat(_copied.Select(leaf => new TileValue(leaf, NameOf(leaf) + "Before"))) : own;
    }

    private IEnumerable<Expr> LeavesOf(TilePlace place)
    {
        HashSet<Function> known = [.. _staged.Where(function => Places.TakeWhile(other => other != place).Where(other => other.Kind == TilePlaceKind.Walk)
            .Any(walk => walk.Stage.Reductions.Any(reduce => reduce.Body.Contains(function.Equals))))];
        IEnumerable<Expr> operands = place.Kind switch
        {
            TilePlaceKind.Walk => place.Stage.Reductions.Select(reduce => reduce.Body),
            TilePlaceKind.Samples => place.Stage.After.SelectMany(step => step.Operands),
            _ => place.Stage.Map!.Operands,
        };
        return operands.SelectMany(Leaves).Distinct();

        IEnumerable<Expr> Leaves(Expr expr) =>
            expr is Function function && known.Contains(function) ? [] : expr is Value or Input ? [expr] : expr.Children().SelectMany(Leaves);
    }

    private static bool IsOfCall(Step step) => step is Let { Body.Rate: <= Rate.Call };
}
