import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { programQuery, programsQuery } from '../programs/queries';
import { office } from './frame';

const programs = createRoute({
  getParentRoute: () => office,
  path: 'programs',
  loader: ({ context }) => {
    void context.queries.prefetchQuery(programsQuery);
  },
  component: lazyRouteComponent(() => import('../programs/ProgramList'), 'ProgramList'),
});

const newProgram = createRoute({
  getParentRoute: () => office,
  path: 'programs/new',
  component: lazyRouteComponent(() => import('../programs/NewProgram'), 'NewProgram'),
});

const program = createRoute({
  getParentRoute: () => office,
  path: 'programs/$programId',
  loader: ({ context, params }) => {
    void context.queries.prefetchQuery(programQuery(params.programId));
  },
  component: lazyRouteComponent(() => import('../programs/ProgramPage'), 'ProgramPage'),
});

const designer = createRoute({
  getParentRoute: () => program,
  path: '/',
  component: lazyRouteComponent(() => import('../programs/Designer'), 'Designer'),
});

const poster = createRoute({
  getParentRoute: () => program,
  path: 'poster',
  component: lazyRouteComponent(() => import('../programs/PosterPage'), 'PosterPage'),
});

const revisions = createRoute({
  getParentRoute: () => program,
  path: 'history',
  component: lazyRouteComponent(() => import('../programs/Revisions'), 'Revisions'),
});

export const programRoutes = [
  programs,
  newProgram,
  program.addChildren([designer, poster, revisions]),
];
