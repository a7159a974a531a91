import {
	Map,
	Marker,
	NavigationControl,
	ScaleControl,
	setWorkerUrl,
	type GeoJSONSource,
	type StyleSpecification
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { Position } from '../engine/types.ts';
import type { Landmark } from './landmarks.ts';

/** Scene is what a person has put on the map. */
export interface Scene {
	point?: Position;
	corners: Position[];
}

/** Ground is where the map looks at first, and what it shows under the scene. */
export interface Ground {
	/** address of the style of the municipality's own map, if it has one */
	style?: string;
	center: Position;
	zoom: number;
	/** places to find one's way by, where there is no map of the streets */
	landmarks: Landmark[];
	words: Record<string, string>;
}

/** Drawn is a map on the page. */
export interface Drawn {
	show(scene: Scene): void;
	center(): Position;
	remove(): void;
}

const plain: StyleSpecification = {
	version: 8,
	sources: {},
	layers: [{ id: 'ground', type: 'background', paint: { 'background-color': '#eef4fa' } }]
};

/** draw shows a map and tells each spot that a person touches. Nothing of another host is ever asked for. */
export function draw(
	box: HTMLElement,
	ground: Ground,
	told: (shown: boolean) => void,
	onspot: (spot: Position) => void
): Drawn {
	setWorkerUrl(workerUrl);
	const map = new Map({
		container: box,
		style: ground.style ? new URL(ground.style, location.href).href : plain,
		center: ground.center,
		zoom: ground.zoom,
		attributionControl: ground.style ? undefined : false,
		cooperativeGestures: true,
		locale: ground.words,
		transformRequest: (url) => ({ url: new URL(url, location.href).origin === location.origin ? url : 'data:,' })
	});
	map.addControl(new NavigationControl({ showCompass: false }));
	map.addControl(new ScaleControl({ unit: 'metric' }));
	map.on('error', () => {
		if (!map.loaded()) told(false);
	});
	map.on('click', ({ lngLat }) => onspot([lngLat.lng, lngLat.lat]));
	for (const { name, position } of ground.landmarks) new Marker({ element: sign(name) }).setLngLat(position).addTo(map);

	let scene: Scene = { corners: [] };
	let marker: Marker | undefined;
	const paint = () => {
		marker?.remove();
		marker = scene.point && new Marker({ color: '#06c' }).setLngLat(scene.point).addTo(map);
		map.getSource<GeoJSONSource>('scene')?.setData(shapes(scene.corners));
	};
	map.once('load', () => {
		addLayers(map);
		paint();
		told(true);
	});
	return {
		show(next) {
			scene = next;
			paint();
		},
		center() {
			const { lng, lat } = map.getCenter();
			return [lng, lat];
		},
		remove: () => map.remove()
	};
}

/** sign names a place; it is read in the list of results and by sight, and takes no part in the keyboard's way. */
function sign(name: string): HTMLElement {
	const element = document.createElement('span');
	element.className = 'sp-map-sign';
	element.textContent = name;
	return element;
}

function addLayers(map: Map): void {
	map.addSource('scene', { type: 'geojson', data: shapes([]) });
	const polygon = ['==', ['geometry-type'], 'Polygon'] as const;
	map.addLayer({
		id: 'scene-fill',
		type: 'fill',
		source: 'scene',
		filter: [...polygon] as never,
		paint: { 'fill-color': '#0066cc', 'fill-opacity': 0.2 }
	});
	map.addLayer({
		id: 'scene-line',
		type: 'line',
		source: 'scene',
		paint: { 'line-color': '#0066cc', 'line-width': 3 }
	});
	map.addLayer({
		id: 'scene-corners',
		type: 'circle',
		source: 'scene',
		paint: { 'circle-radius': 6, 'circle-color': '#0066cc', 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2 }
	});
}

type Geometry =
	| { type: 'Point'; coordinates: Position }
	| { type: 'LineString'; coordinates: Position[] }
	| { type: 'Polygon'; coordinates: Position[][] };

/** shapes are points, with a line or a polygon, as many corners as there are. */
function shapes(corners: Position[]) {
	const geometries: Geometry[] = corners.map((position) => ({ type: 'Point', coordinates: position }));
	if (corners.length === 2) geometries.push({ type: 'LineString', coordinates: corners });
	if (corners.length > 2) geometries.push({ type: 'Polygon', coordinates: [[...corners, corners[0]!]] });
	return {
		type: 'FeatureCollection' as const,
		features: geometries.map((geometry) => ({ type: 'Feature' as const, properties: {}, geometry }))
	};
}
