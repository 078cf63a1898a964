import { useCallback, useMemo, useRef, useState } from 'react';
import type { Meta, MetaEntity } from '../../../schemas/generated/types.js';
import { request } from '../api/request.js';
import type { ListChoice, MetaState } from './meta-context.js';

type List = MetaEntity['list'];

/** What goes on about one list since the metadata was read. */
interface Course {
  readonly read: Meta;
  /** What the server said last; null before it said anything. */
  said: List | null;
  choices: number;
  /** Ends when the last request does: one at a time, so that none overtakes another. */
  end: Promise<unknown>;
}

/** The metadata with what the user chose since it was read; the server keeps it for every device. */
export function useOwnLists(read: Meta): { readonly meta: Meta; readonly chooseList: MetaState['chooseList'] } {
  const [shown, setShown] = useState<ReadonlyMap<string, { readonly read: Meta; readonly list: List | null }>>(new Map());
  const courses = useRef(new Map<string, Course>());
  const chooseList = useCallback<MetaState['chooseList']>(
    async (entity, choice) => {
      const before = courses.current.get(entity.id);
      const course = before?.read === read ? before : { read, said: null, choices: 0, end: before?.end ?? Promise.resolve() };
      courses.current.set(entity.id, course);
      const show = (list: List | null): void => setShown((others) => new Map(others).set(entity.id, { read, list }));
      course.choices += 1;
      const mine = course.choices;
      // Shown at once; what the server then says is what holds.
      if (choice !== null) show({ ...entity.list, ...choice, isPersonal: true });
      const answer = course.end.then(() => send(entity, choice));
      course.end = answer.catch(() => undefined);
      try {
        course.said = await answer;
      } finally {
        if (courses.current.get(entity.id) === course && course.choices === mine) show(course.said);
      }
    },
    [read],
  );
  const meta = useMemo(() => {
    const listOf = ({ id, list }: MetaEntity): List => {
      const own = shown.get(id);
      return (own?.read === read ? own.list : null) ?? list;
    };
    return { ...read, entities: read.entities.map((entity) => ({ ...entity, list: listOf(entity) })) };
  }, [read, shown]);
  return { meta, chooseList };
}

async function send({ id }: MetaEntity, choice: ListChoice | null): Promise<List | null> {
  const path = `/auth/me/lists/${id}`;
  const { json } = choice === null ? await request('DELETE', path) : await request('PUT', path, choice);
  return isList(json) ? json : null;
}

function isList(json: unknown): json is List {
  return typeof json === 'object' && json !== null && 'columns' in json && 'sort' in json;
}
